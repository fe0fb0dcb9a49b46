import Subprocess
import Testing

@Suite("A launch that is cut between its two requests", .serialized)
struct InterruptedLaunchTests {
    private static let launch: [String] = [
        "launch", "penguins-species", "--input", "s3://flightdeck-demo/inbox/march/", "--instance-type",
        "ml.m5.xlarge", "--model-name", "cut-model", "--transform-job-name", "cut-transform", "--yes",
    ]

    /// Kills a launch after its model was made, while its second request is under way.
    private func cutLaunch(in place: Workplace) async throws {
        let endpoint = try #require(place.variables["AWS_ENDPOINT_URL"])
        try await HoldingProxy.run(before: endpoint, holding: "CreateTransformJob") { proxy, held in
            let killed = try await run(
                .path(.init(BuiltProgram.path)), arguments: Arguments(Self.launch),
                environment: .custom(place.with(["AWS_ENDPOINT_URL": proxy]).environment), input: .none,
                output: .discarded, error: .discarded
            ) { execution in
                try await held()
                try execution.send(signal: .kill)
            }
            #expect(killed.terminationStatus == .signaled(9))
        }
        let list = try await place.flightdeck("resume", "--json").json()["Launches"].elements
        #expect(list.map { $0["State"].text } == ["creatingTransform"])
        #expect(list.first?["LaunchId"].text?.hasSuffix("/cut-transform") == true)
        #expect(try await place.flightdeck("watch", "cut-transform").status == .exited(1), "it was never made")
    }

    @Test("resume lists it and finishes it, once")
    func finished() async throws {
        try await Workplace.withSandbox { place in
            try await cutLaunch(in: place)
            let table = try await place.flightdeck("resume")
            #expect(table.output.contains("cut-transform") && table.output.contains("cut-model"))
            let unasked = try await place.flightdeck("resume", "cut-transform")
            #expect(unasked.status == .exited(2))
            let resumed = try await place.flightdeck("resume", "cut-transform", "--yes")
            #expect(resumed.status == .exited(0), "\(resumed.error)")
            #expect(resumed.lines == ["cut-transform"])
            #expect(try await place.flightdeck("watch", "cut-transform").status == .exited(0))
            #expect(try await place.flightdeck("resume", "--json").json()["Launches"] == .array([]))
            #expect(try await place.flightdeck("resume", "cut-transform", "--yes").status == .exited(1))
        }
    }

    @Test("resume --clean-up removes the model that it left")
    func cleanedUp() async throws {
        try await Workplace.withSandbox { place in
            try await cutLaunch(in: place)
            let cleaned = try await place.flightdeck("resume", "--all", "--clean-up", "--yes")
            #expect(cleaned.status == .exited(0), "\(cleaned.error)")
            #expect(cleaned.error.contains("deleting model cut-model"))
            #expect(try await place.flightdeck("resume", "--json").json()["Launches"] == .array([]))
            let again = try await place.flightdeck("resume", "cut-transform", "--clean-up", "--yes")
            #expect(again.status == .exited(1))
        }
    }
}
