extension DescribeAutoMLJobResponse {
    public var isRecognizable: Bool { sentName != nil || $autoMLJobArn != nil || $autoMLJobStatus != nil }

    public mutating func lost(at path: [AnswerStep]) {
        if path.first == .key("BestCandidate") { bestCandidate?.lost(at: path.dropFirst()) }
    }
}

extension DescribeAutoMLJobV2Response {
    public var isRecognizable: Bool { sentName != nil || $autoMLJobArn != nil || $autoMLJobStatus != nil }

    public mutating func lost(at path: [AnswerStep]) {
        if path.first == .key("BestCandidate") { bestCandidate?.lost(at: path.dropFirst()) }
    }
}

extension DescribeTransformJobResponse {
    public var isRecognizable: Bool { sentName != nil || $transformJobArn != nil || $transformJobStatus != nil }
}

extension DescribeModelResponse {
    public var isRecognizable: Bool { sentName != nil || $modelArn != nil || containers != nil }
}

extension ListCandidatesForAutoMLJobResponse {
    public mutating func lost(at path: [AnswerStep]) {
        guard path.count > 2, case .key("Candidates") = path[0], case .index(let place) = path[1],
            candidates.indices.contains(place)
        else { return }
        candidates[place].lost(at: path.dropFirst(2))
    }
}

extension AutoMLCandidate {
    mutating func lost(at path: ArraySlice<AnswerStep>) {
        switch path.first {
        case .key("InferenceContainers"):
            for index in inferenceContainers?.indices ?? 0..<0 { inferenceContainers?[index].isWhole = false }
        case .key("InferenceContainerDefinitions"):
            for (key, set) in inferenceContainerDefinitions ?? [:] {
                for index in set.indices { inferenceContainerDefinitions?[key]?[index].isWhole = false }
            }
        default: break
        }
    }
}
