/* does not compile */
int main( {
