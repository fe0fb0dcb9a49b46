import Testing

@Suite("Candidates of every kind, launched at the shell", .serialized)
struct CandidateKindsTests {
    @Test("a forecast reads each object whole and writes a year for each item")
    func timeSeries() async throws {
        try await Workplace.withSandbox { place in
            let launch = [
                "launch", "climate-forecast", "--input", "s3://flightdeck-demo/inbox/forecast/", "--instance-type",
                "ml.m5.12xlarge", "--transform-job-name", "forecast", "--yes",
            ]
            let split = try await place.flightdeck(launch + ["--split-type", "Line"])
            #expect(
                split.status == .exited(2) && split.error.contains("--split-type: a forecast needs whole objects"))
            let done = try await place.flightdeck(launch + ["--wait"])
            #expect(done.status == .exited(0), "\(done.error)")
            let folder = place.folder + "/forecasts"
            let outputs = try await place.flightdeck("outputs", "forecast", "--download", folder)
            #expect(outputs.status == .exited(0), "\(outputs.error)")
            let head = try await place.flightdeck("outputs", "forecast", "--head", "2")
            #expect(head.output.contains("item_id") && head.output.contains("2002-01-01"), "\(head.output)")
        }
    }

    @Test("containers are those for the instance's accelerator")
    func accelerators() async throws {
        try await Workplace.withSandbox { place in
            func launch(_ candidate: String, on type: String, _ more: String...) async throws -> Finished {
                try await place.flightdeck(
                    [
                        "launch", "penguins-ensemble", "--candidate", candidate, "--input",
                        "s3://flightdeck-demo/inbox/march/", "--instance-type", type,
                    ] + more)
            }
            let both = "WeightedEnsemble-L2-FULL-t1"
            #expect(try await launch(both, on: "ml.m5.xlarge", "--dry-run").output.contains("-cpu-py39"))
            #expect(try await launch(both, on: "ml.g5.xlarge", "--dry-run").output.contains("-gpu-py39"))
            let only = "RandomForest-BAG-L1-t1"
            let refused = try await launch(only, on: "ml.m5.xlarge", "--yes")
            #expect(refused.status == .exited(2) && refused.error.contains("only GPU containers"))
            let done = try await launch(only, on: "ml.g5.xlarge", "--yes", "--wait")
            #expect(done.status == .exited(0), "\(done.error)")
        }
    }

    @Test(
        "columns and variables set the containers' environment, and what they lack is refused before anything is made")
    func environment() async throws {
        try await Workplace.withSandbox { place in
            func launch(_ more: String...) async throws -> Finished {
                try await place.flightdeck(
                    [
                        "launch", "penguins-species", "--input", "s3://flightdeck-demo/inbox/single/penguins.csv",
                        "--instance-type", "ml.m5.xlarge", "--transform-job-name", "columns",
                    ] + more)
            }
            let dry = try await launch(
                "--dry-run", "--inference-response-keys", "predicted_label,labels", "--container-environment", "1:A=b")
            let containers = try dry.json()["CreateModel"]["Containers"].elements.map { $0["Environment"] }
            #expect(containers[0]["A"].text == "b")
            #expect(containers[1]["SAGEMAKER_INFERENCE_OUTPUT"].text == "predicted_label")
            #expect(containers[2]["SAGEMAKER_INFERENCE_INPUT"].text == "predicted_label")
            #expect(containers[2]["SAGEMAKER_INFERENCE_OUTPUT"].text == "predicted_label,labels")
            for (options, words) in [
                (["--inference-response-keys", "score"], "this candidate has no response column score"),
                (["--container-environment", "4:A=b"], "the candidate has no container 4: it has 1 to 3"),
            ] {
                let refused = try await launch("--yes", options[0], options[1])
                #expect(refused.status == .exited(2) && refused.error.contains(words), "\(refused.error)")
            }
            #expect(try await place.flightdeck("watch", "columns").status == .exited(1), "nothing was made")
        }
    }
}
