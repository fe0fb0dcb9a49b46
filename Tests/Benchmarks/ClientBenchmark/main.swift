import AWSClient
import AWSSigning
import Glibc

// What `Tests/Benchmarks/client` measures of the client: one piece of work a run, on a loopback service, and a line of
// JSON about it.

let arguments = Array(CommandLine.arguments.dropFirst())
let usage = """
    usage: ClientBenchmark listing URL ROWS
           ClientBenchmark posts URL COUNT WIDTH
           ClientBenchmark object URL s3://BUCKET/KEY FILE
    """

func fail(_ words: String) -> Never {
    _ = (words + "\n").withCString { write(STDERR_FILENO, $0, strlen($0)) }
    exit(2)
}

guard arguments.count >= 3 else { fail(usage) }

/// As the program's own for a service elsewhere, with another endpoint: with its budget, but for what is said below.
var configuration = ClientConfiguration(
    credentials: Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
    region: "us-east-1", endpointURL: arguments[1])
configuration.budget = BudgetLimits()

do {
    switch (arguments[0], arguments.count) {
    case ("listing", 3):
        guard let rows = Int(arguments[2]) else { fail(usage) }
        try await Listing(client: AWSClient(configuration: configuration), rows: rows).run()
    case ("posts", 4):
        guard let count = Int(arguments[2]), let width = Int(arguments[3]) else { fail(usage) }
        // How fast the client can be, without the hundred requests a second that it allows itself on the real services.
        configuration.budget.requestsPerSecond = nil
        try await Posts(client: AWSClient(configuration: configuration), count: count, width: width).run()
    case ("object", 4):
        try await Object(client: AWSClient(configuration: configuration), uri: arguments[2], path: arguments[3]).run()
    default: fail(usage)
    }
} catch {
    fail("\(error)")
}
