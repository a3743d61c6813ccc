/** What document 001's client says, and what its server answers, by UDP and by TCP. */
export const greetingText = "Hello, UDPServer!";
export const greetingAnswer = "UDPServer has received your message";
