// Where Node loads the tests itself, before each test file: `wgen`, as test
// hosts import the package, is its source.

import "./sourceOfName.ts";
