import Testing

@testable import Sandbox

struct JSONPathTests {
    private func csv(_ path: String, _ line: String) throws -> String {
        String(
            decoding: try RecordFormat.csv.filter(Array(line.utf8)[...], by: try JSONPath(path)), as: UTF8.self)
    }

    private func json(_ path: String, _ record: String) throws -> String {
        String(
            decoding: try RecordFormat.json.filter(Array(record.utf8)[...], by: try JSONPath(path)), as: UTF8.self)
    }

    @Test(arguments: [
        ("$", "a,b,c,d"), ("$[1:]", "b,c,d"), ("$[0,2]", "a,c"), ("$[-1]", "d"), ("$[:2]", "a,b"), ("$[-2:]", "c,d"),
        ("$[1:3]", "b,c"), ("$[*]", "a,b,c,d"), ("$[2,0]", "c,a"), ("$[0:-1]", "a,b,c"), ("$[3:1]", ""),
    ])
    func `CSV is filtered by place`(_ path: String, _ expected: String) throws {
        #expect(try csv(path, "a,b,c,d") == expected)
    }

    @Test func `quoted fields stay quoted`() throws {
        #expect(try csv("$[1,0]", #""x,y","[0.1, 0.9]",z"#) == #""[0.1, 0.9]","x,y""#)
    }

    @Test(arguments: [
        ("$.a", #"{"a":1,"b":2}"#, "1"), ("$['a','c']", #"{"a":1,"b":2,"c":[3]}"#, #"{"a":1,"c":[3]}"#),
        ("$['b']", #"{"a":1,"b":2}"#, "2"), ("$.a.b[0]", #"{"a":{"b":[7,8]}}"#, "7"),
        ("$.a[1:]", #"{"a":[1,2,3]}"#, "[2,3]"), ("$.a[0,-1]", #"{"a":[1,2,3]}"#, "[1,3]"),
        ("$[0].a", #"[{"a":5}]"#, "5"), ("$.*", #"{"a":1,"b":2}"#, "[1,2]"), ("$[*].a", #"[{"a":1},{"a":2}]"#, "[1,2]"),
        ("$['a.b']", #"{"a.b":1}"#, "1"),
    ])
    func `JSON is filtered by name and place`(_ path: String, _ record: String, _ expected: String) throws {
        #expect(try json(path, record) == expected)
    }

    @Test(arguments: ["", "a", "$a", "$.", "$[", "$[a]", "$['a]", "$[1,]", "$[1:2:3]", "$..a", "$[?(@.a)]", "$ "])
    func `malformed paths are refused`(_ path: String) {
        #expect(throws: JSONPathProblem.malformed(path)) { try JSONPath(path) }
    }

    @Test func `64 characters are too many`() throws {
        let longest = "$." + String(repeating: "a", count: 61)
        #expect(try JSONPath(longest).steps.count == 1)
        #expect(throws: JSONPathProblem.tooLong(longest + "a")) { try JSONPath(longest + "a") }
    }

    @Test func `paths that do not fit the record are refused`() {
        #expect(throws: RecordProblem.self) { try csv("$.a", "a,b") }
        #expect(throws: RecordProblem.self) { try csv("$[0][1]", "a,b") }
        #expect(throws: RecordProblem.self) { try csv("$[2]", "a,b") }
        #expect(throws: RecordProblem.self) { try csv("$[-3]", "a,b") }
        #expect(throws: RecordProblem.self) { try json("$.b", #"{"a":1}"#) }
        #expect(throws: RecordProblem.self) { try json("$[0]", #"{"a":1}"#) }
        #expect(throws: RecordProblem.self) { try json("$.a.b", #"{"a":1}"#) }
    }

    @Test func `a quote in the wrong place is told with its line`() {
        let error = #expect(throws: RecordProblem.self) { try csv("$[0]", #"a"b,c"#) }
        #expect(
            error?.message == #"Failed to parse line: 'a"b,c' as CSV: bare " in non quoted field found near: a"b,c"#)
    }

    @Test func `a joined object gets its prediction, another record gets a pair`() throws {
        func join(_ input: String, _ output: String) throws -> String {
            String(
                decoding: try RecordFormat.json.join(Array(input.utf8)[...], Array(output.utf8)[...]), as: UTF8.self)
        }
        #expect(try join(#"{"a":1}"#, "0.5") == #"{"a":1,"SageMakerOutput":0.5}"#)
        #expect(try join("[1,2]", #"{"p":1}"#) == #"{"SageMakerInput":[1,2],"SageMakerOutput":{"p":1}}"#)
    }
}
