import Testing

@Suite("What a job is, and stopping one, at the shell", .serialized)
struct JobCommandTests {
    @Test("a job with its endpoint's price, and a running one stopped behind a question")
    func jobs() async throws {
        try await Workplace.withSandbox { place in
            let job = try await place.flightdeck("job", "penguins-ensemble", "--json").json()
            #expect(job["Endpoint"]["EndpointName"].text == "penguins-ensemble-best")
            #expect(job["Endpoint"]["HourlyPrice"].number ?? 0 > 0)
            #expect(job["AutoMLJobName"].text == "penguins-ensemble")
            let table = try await place.flightdeck("job", "penguins-species")
            #expect(table.lines.contains { $0.contains("candidate definition") && $0.contains(".ipynb") })
            #expect(table.lines.contains { $0.contains("training data") && $0.contains("s3://flightdeck-demo/") })

            let ended = try await place.flightdeck("stop", "--job", "penguins-species", "--yes")
            #expect(ended.status == .exited(1) && ended.error.contains("has already ended"))
            // The sandbox of tests ends its running job soon: it is stopped, or was too fast.
            let stopped = try await place.flightdeck("stop", "--job", "penguins-sex", "--yes", "--wait")
            let status = try await place.flightdeck("job", "penguins-sex", "--json").json()["AutoMLJobStatus"].text
            #expect(stopped.status == .exited(status == "Stopped" ? 0 : 1), "\(stopped.error)")
            let none = try await place.flightdeck("stop", "--job", "penguins-sez", "--yes")
            #expect(none.error.contains("did you mean penguins-sex?"))
        }
    }
}
