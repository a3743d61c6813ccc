// Sends a sentence from the keyboard and shows the answer.
import { connect } from "node:net";
import { createInterface } from "node:readline";

const connection = connect(Number(process.argv[2]), "127.0.0.1");
const keyboard = createInterface({ input: process.stdin });
keyboard.once("line", (message) => {
  connection.write(message);
});
let answer = "";
connection.setEncoding("utf8").on("data", (chunk) => {
  answer += chunk;
});
connection.on("end", () => {
  console.log(`Message received: ${answer}`);
  keyboard.close();
  connection.end();
});
