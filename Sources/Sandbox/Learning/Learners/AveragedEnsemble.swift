/// The mean of several models' scores.
struct AveragedEnsemble: TrainedModel {
    static let kind = "averaged-ensemble"
    var members: [any TrainedModel]
    var featureCount: Int { members.first?.featureCount ?? 0 }
    var outputCount: Int { members.first?.outputCount ?? 0 }

    func scores(for features: Matrix) -> Matrix {
        var result = Matrix(rows: features.rows, columns: outputCount)
        for member in members {
            let scores = member.scores(for: features).values
            for place in scores.indices { result.values[place] += scores[place] / Double(members.count) }
        }
        return result
    }

    func write(to document: inout ModelDocument) {
        document.set("members", [members.count])
        for (index, member) in members.enumerated() {
            document.nest(TrainedModels.document(of: member), under: "member-\(index)")
        }
    }
}

extension AveragedEnsemble {
    init(from document: ModelDocument) throws(ModelDocumentError) {
        let count = try document.integer("members", upTo: 1000)
        guard count > 0 else { throw .badValue(entry: "members", text: "0") }
        var members: [any TrainedModel] = []
        for index in 0..<count {
            let member = try TrainedModels.read(document.nested(under: "member-\(index)"))
            guard member.featureCount == members.first?.featureCount ?? member.featureCount,
                member.outputCount == members.first?.outputCount ?? member.outputCount
            else { throw .badValue(entry: "member-\(index)", text: "another shape") }
            members.append(member)
        }
        self.init(members: members)
    }
}
