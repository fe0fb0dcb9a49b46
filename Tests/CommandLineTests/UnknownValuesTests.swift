import AWSOperations
import ArgumentParser
import BatchInference
import Testing

@testable import flightdeck

@Suite("What commands print of values that are unknown")
struct UnknownValuesTests {
    private static let line = LogLine(time: .unknown, stream: "i-1", message: "text")

    @Test("a log line without a time has a dash in its place, and null in JSON")
    func logLine() throws {
        #expect(TransformFollower.logText(Self.line, isASCII: false) == "—        i-1  text")
        #expect(TransformFollower.logText(Self.line, isASCII: true) == "-        i-1  text")
        #expect(
            try JSONText.encode(LogEventLine(Self.line, transform: "t"), layout: .compact)
                == #"{"logStreamName":"t/i-1","timestamp":null,"message":"text"}"#)
        var known = Self.line
        known.time = Timestamp(secondsSinceEpoch: 1_800_000_000)
        #expect(
            try JSONText.encode(LogEventLine(known, transform: "t"), layout: .compact).contains(
                #""timestamp":1800000000000"#))
    }

    @Test("what is unknown of instance types stands under Unknown, with its reason")
    func instances() throws {
        var facts = InstanceFacts()
        var quotas = TransformQuotas(perType: [.mlM5Large: .init(value: 4)])
        quotas.unusable = [.mlM5Xlarge]
        quotas.overallIsUnusable = true
        facts.quotas = .known(quotas)
        facts.running = .known(RunningInstances())
        var prices = InstancePrices([], readAt: Timestamp(secondsSinceEpoch: 0))
        prices.shortfall = .undecodable(operation: GetProductsRequest.operation, detail: "x", requestID: nil)
        facts.prices = .known(prices)
        let types = [InstanceType(.mlM5Large), InstanceType(.mlM5Xlarge), InstanceType(.mlC5Xlarge)].compactMap(\.self)
        let reasons = InstancesCommand.reasons(facts) + InstancesCommand.reasons(facts, of: types)
        #expect(
            reasons == [
                "quota across all types unknown: Service Quotas gives no usable value, so less may be left",
                "quota of ml.m5.xlarge unknown: Service Quotas gives no usable value",
                "quota of ml.c5.xlarge unknown: Service Quotas lists none",
                "price of ml.m5.large, ml.m5.xlarge, ml.c5.xlarge unknown: the price list is incomplete",
            ])
        let text = try JSONText.encode(InstanceDocument(types, facts, unknown: reasons), layout: .compact)
        #expect(text.contains(#""Unknown":["quota across"#))
    }
}

@Suite("Words that are no command")
struct UnknownCommandTests {
    @Test(
        "a word that names no command is named, with the near one",
        arguments: [
            (["help", "nosuch"], "nosuch", nil), (["help", "lanch"], "lanch", "launch"), (["nosuch"], "nosuch", nil),
            (["watsh", "t"], "watsh", "watch"), (["help", "--ascii", "outptus"], "outptus", "outputs"),
        ] as [([String], String, String?)])
    func unknown(arguments: [String], word: String, meant: String?) {
        let failure = #expect(throws: CommandFailure.self) { try UnknownCommand.check(arguments) }
        #expect(failure?.status == .usage)
        #expect(failure?.problem == "there's no command \(word)" + (meant.map { ": did you mean \($0)?" } ?? ""))
    }

    @Test(
        "commands, options and help are left to the parser",
        arguments: [[], ["help"], ["help", "launch"], ["help", "help"], ["--demo"], ["--help"], ["jobs", "nosuch"]])
    func known(arguments: [String]) throws {
        try UnknownCommand.check(arguments)
    }

    @Test("a command's own options stand before those that all have")
    func optionsInOrder() {
        for command in FlightdeckCommand.configuration.subcommands {
            let name = command.configuration.commandName ?? ""
            var request: any Error = CancellationError()
            do {
                var command = try FlightdeckCommand.parseAsRoot([name, "--help"])
                try command.run()
            } catch {
                request = error
            }
            let ending = ProgramEntry.Ending(request)
            let help = ending.message ?? ""
            guard let own = help.range(of: "\nOPTIONS:"), let common = help.range(of: "\nGLOBAL OPTIONS:") else {
                Issue.record("\(command): \(help)")
                continue
            }
            #expect(own.lowerBound < common.lowerBound)
            #expect(!help.contains("\n\n\n"))
        }
    }
}
