import FoundationEssentials
import Testing

@Suite("Launching again, from plans, in sample runs and as code", .serialized)
struct CloneCommandsTests {

    @Test("a plan that is saved launches the same again, and so does a past transform")
    func again() async throws {
        try await Workplace.withSandbox { place in
            let file = "\(place.folder)/plan.toml"
            let first = try await place.flightdeck(
                "launch", "penguins-species", "--input", "s3://flightdeck-demo/inbox/march/", "--instance-type",
                "ml.m5.xlarge", "--inference-response-keys", "predicted_label,probability", "--max-payload-in-mb", "2",
                "--tag", "team=penguins", "--save-plan", file, "--yes", "--wait")
            let name = try #require(first.lines.first, "\(first.error)")

            let wanted = try await place.flightdeck("export", "--like", name, "--as", "json").json()
            let planned = try await place.flightdeck("launch", "--plan", file, "--dry-run").json()
            for requests in [wanted, planned] {
                #expect(requests["CreateTransformJob"]["MaxPayloadInMB"] == .number(2))
                #expect(requests["CreateTransformJob"]["Tags"].elements.first?["Value"].text == "penguins")
                #expect(requests["CreateTransformJob"]["TransformJobName"].text != name)
            }
            #expect(wanted["CreateModel"]["Containers"] == planned["CreateModel"]["Containers"])

            let again = try await place.flightdeck(
                "launch", "--like", name, "--instance-count", "2", "--yes", "--wait")
            #expect(again.status == .exited(0), "\(again.error)")
            let described = try await place.flightdeck("transforms", "--json").json()
            #expect(
                described["TransformJobSummaries"].elements.contains {
                    $0["TransformJobName"].text == again.lines.first
                })

            let shape = "penguins-body-mass"
            let other = try await place.flightdeck("launch", shape, "--plan", file, "--dry-run")
            #expect(other.status == .exited(2), "the regression has no probability to choose")
        }
    }

    @Test("what is wrong in a plan file is refused with its line, before anything is asked")
    func wrongPlans() async throws {
        try await Workplace.using { place in
            let file = "\(place.folder)/plan.toml"
            try "flightdeck-plan = 1\njob = \"j\"\ninstance-tpye = \"x\"\n".write(
                toFile: file, atomically: true, encoding: .utf8)
            let environment = place.with(["AWS_REGION": "eu-west-1"])
            let refused = try await environment.flightdeck("launch", "--plan", file, "--yes")
            #expect(refused.status == .exited(2))
            #expect(refused.error.contains("line 3") && refused.error.contains("instance-type"), "\(refused.error)")
            let missing = try await environment.flightdeck("launch", "--plan", "\(place.folder)/none", "--yes")
            #expect(missing.status == .exited(2) && missing.error.contains("No such file"))
        }
    }

    @Test("a sample run shows predictions, leaves nothing but the model, and the whole uses it")
    func sampleRun() async throws {
        try await Workplace.withSandbox { place in
            let launched = try await place.flightdeck(
                "launch", "penguins-species", "--input", "s3://flightdeck-demo/inbox/march/", "--instance-type",
                "ml.m5.xlarge", "--sample-rows", "4", "--yes", "--wait")
            #expect(launched.status == .exited(0), "\(launched.error)")
            #expect(launched.lines.count == 1)
            #expect(launched.error.contains("the sample run predicted 4 rows"))
            #expect(launched.error.contains("reusing identical model"))
            let question = try await place.flightdeck(
                "launch", "penguins-species", "--input", "s3://flightdeck-demo/inbox/march/", "--instance-type",
                "ml.m5.xlarge", "--sample-rows", "4")
            #expect(question.status == .exited(2), "nobody can be asked")
        }
    }

    @Test("an export is the launch's own requests, and creates nothing")
    func export() async throws {
        try await Workplace.withSandbox { place in
            let before = try await place.flightdeck("transforms", "--json").output
            for form in ["aws-cli", "boto3", "sagemaker-sdk", "json"] {
                let export = try await place.flightdeck(
                    "export", "penguins-species", "--input", "s3://flightdeck-demo/inbox/march/", "--instance-type",
                    "ml.m5.xlarge", "--as", form)
                #expect(export.status == .exited(0), "\(export.error)")
                #expect(export.output.contains("s3://flightdeck-demo/inbox/march/"))
            }
            #expect(try await place.flightdeck("transforms", "--json").output == before)
            let wrong = try await place.flightdeck("export", "penguins-species", "--as", "java")
            #expect(wrong.status == .exited(2))
        }
    }
}
