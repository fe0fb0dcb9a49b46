import AWSOperations

extension AWSClient {
    /// The seconds by which this machine's clock is behind that of SageMaker, by the `Date` of any answer of it.
    ///
    /// Exact to about a second, as the header is. The request is unsigned: what the service says to it does not matter.
    public func measureClockOffset() async throws(AWSFailure) -> Double {
        let operation = OperationDescriptor(service: .sageMaker, name: "HTTP Date", effect: .read)
        var call = Call(operation: operation, method: .get)
        call.isUnsigned = true
        let request = try CallSigner(configuration: configuration, bucketRegions: BucketRegions())
            .sign(call, credentials: .init(accessKeyID: "", secretAccessKey: ""), now: clock.now())
        let before = clock.now()
        let answer: HTTPAnswer
        do throws(TransportProblem) {
            answer = try await loop.send(request.request)
        } catch {
            throw AWSFailure(error, of: operation, host: request.authority)
        }
        guard let said = answer.head["date"].flatMap(HTTPDate.parse) else {
            throw AWSFailure.undecodable(operation: operation, detail: "no Date header", requestID: nil)
        }
        // A date without its fraction is half a second early on average.
        let middle = (before + clock.now()) / 2
        return said.secondsSinceEpoch + 0.5 - middle
    }
}
