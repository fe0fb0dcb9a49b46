import Subprocess
import Testing

/// A launch that ended between its two requests: the model is there, the transform is not.
enum CutLaunch {
    private static let launch: [String] = [
        "launch", "penguins-species", "--input", "s3://flightdeck-demo/inbox/march/", "--instance-type",
        "ml.m5.xlarge", "--model-name", "cut-model", "--transform-job-name", "cut-transform", "--yes",
    ]

    /// Kills a launch after its model was made, while its second request is under way.
    ///
    /// The work is done before the kill, while the launch is under way.
    static func leave(in place: Workplace, meanwhile work: () async throws -> Void = {}) async throws {
        let endpoint = try #require(place.variables["AWS_ENDPOINT_URL"])
        try await HoldingProxy.run(before: endpoint, holding: ".CreateTransformJob") { proxy, held in
            let killed = try await run(
                .path(.init(BuiltProgram.path)), arguments: Arguments(Self.launch),
                environment: .custom(place.with(["AWS_ENDPOINT_URL": proxy]).environment), input: .none,
                output: .discarded, error: .discarded
            ) { execution in
                try await held()
                try await work()
                try execution.send(signal: .kill)
            }
            #expect(killed.terminationStatus == .signaled(9))
        }
        let list = try await place.flightdeck("resume", "--json").json()["Launches"].elements
        #expect(list.map { $0["State"].text } == ["creatingTransform"])
        #expect(list.first?["LaunchId"].text?.hasSuffix("/cut-transform") == true)
        #expect(try await place.flightdeck("watch", "cut-transform").status == .exited(1), "it was never made")
    }
}
