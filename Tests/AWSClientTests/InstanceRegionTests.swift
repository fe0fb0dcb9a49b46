import AWSOperations
import Testing

@testable import AWSClient

/// The region of the instance, and regions and endpoints that are written in older ways.
@Suite struct InstanceRegionTests {
    private func home(_ server: LoopbackServer, _ environment: [String: String] = [:]) throws -> TestHome {
        try TestHome(
            environment: [
                "AWS_EC2_METADATA_DISABLED": "false", "AWS_EC2_METADATA_SERVICE_ENDPOINT": server.url,
            ].merging(environment) { $1 })
    }

    private func server(zone: String = "eu-west-3b", status: Int = 200) -> LoopbackServer {
        LoopbackServer { request, _ in
            if request.method == "PUT" { return .answer(status: 200, headers: [], body: Array("session".utf8)) }
            guard request.path == "/latest/meta-data/placement/availability-zone/",
                request.headers["x-aws-ec2-metadata-token"] == "session"
            else { return .answer(status: 404, headers: [], body: []) }
            return .answer(status: status, headers: [], body: Array(zone.utf8))
        }
    }

    @Test func theLastResortIsTheInstance() async throws {
        let server = server()
        defer { server.stop() }
        let found = try await home(server).resolve().withRegionOfInstance()
        #expect(found.region == Setting("eu-west-3", from: .instanceMetadata))
        guard case .chain(let context) = found.credentials else { return }
        #expect(context.region == "eu-west-3")
    }

    @Test func whatNamesARegionSparesTheQuestion() async throws {
        let server = server()
        defer { server.stop() }
        let found = try await home(server, ["AWS_REGION": "us-west-2"]).resolve().withRegionOfInstance()
        #expect(found.region?.value == "us-west-2")
        #expect(server.requests.isEmpty)
        let disabled = try await home(server, ["AWS_EC2_METADATA_DISABLED": "true"]).resolve().withRegionOfInstance()
        #expect(disabled.region == nil)
        #expect(server.requests.isEmpty)
    }

    @Test(arguments: ["", "x", "<html>no</html>", "\n"]) func nonsenseIsNoRegion(_ zone: String) async throws {
        let server = server(zone: zone)
        defer { server.stop() }
        #expect(try await home(server).resolve().withRegionOfInstance().region == nil)
    }

    @Test func aServiceThatFailsIsNoRegion() async throws {
        let server = server(status: 500)
        defer { server.stop() }
        #expect(try await home(server).resolve().withRegionOfInstance().region == nil)
        let nobody = try TestHome(
            environment: [
                "AWS_EC2_METADATA_DISABLED": "false", "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:1",
            ])
        #expect(try await nobody.resolve().withRegionOfInstance().region == nil)
    }

    @Test(arguments: ["fips-us-east-1", "us-east-1-fips"]) func pseudoRegionsMeanFIPS(_ name: String) throws {
        let configuration = try TestHome(environment: ["AWS_REGION": name]).resolve()
        #expect(configuration.region == Setting("us-east-1", from: .environment("AWS_REGION")))
        #expect(configuration.endpointOptions.usesFIPS)
        #expect(configuration.notes.contains { $0.contains(name) && $0.contains("FIPS") })
    }

    @Test func theLegacyRetryModeIsSaid() throws {
        let configuration = try TestHome(environment: ["AWS_RETRY_MODE": "legacy"]).resolve()
        #expect(configuration.notes == ["the retry mode legacy (AWS_RETRY_MODE) is treated as standard"])
        #expect(try TestHome(environment: ["AWS_RETRY_MODE": "adaptive"]).resolve().notes.isEmpty)
    }
}
