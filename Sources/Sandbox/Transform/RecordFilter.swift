/// Applies a JSONPath to records.
extension JSONPath {
    /// The picked columns of a CSV line, with their quotes as they stand.
    func filter(csv fields: [ArraySlice<UInt8>]) throws(JSONPathProblem) -> [ArraySlice<UInt8>] {
        guard let step = steps.first else { return fields }
        if case .members = step { throw .notForCSV(text) }
        guard steps.count == 1 else { throw .notForCSV(text) }
        guard let places = Self.places(of: step, among: fields.count) else { throw .matchesNothing(text) }
        return places.map { fields[$0] }
    }

    /// The picked part of a JSON record: several names keep an object, several places an array.
    func filter(json record: JSONValue) throws(JSONPathProblem) -> JSONValue {
        try apply(steps[...], to: record)
    }

    private func apply(_ steps: ArraySlice<Step>, to value: JSONValue) throws(JSONPathProblem) -> JSONValue {
        guard let step = steps.first else { return value }
        let rest = steps.dropFirst()
        switch (step, value) {
        case (.members(let names), .object(let members)):
            var picked: [(key: String, value: JSONValue)] = []
            for name in names {
                guard let member = members.first(where: { $0.key == name }) else { throw .matchesNothing(text) }
                picked.append((name, try apply(rest, to: member.value)))
            }
            return names.count == 1 ? picked[0].value : .object(picked)
        case (.all, .object(let members)):
            return .array(try members.map { member throws(JSONPathProblem) in try apply(rest, to: member.value) })
        case (.members, _), (_, .null), (_, .bool), (_, .literal), (_, .string), (_, .object):
            throw .matchesNothing(text)
        case (_, .array(let elements)):
            guard let places = Self.places(of: step, among: elements.count) else { throw .matchesNothing(text) }
            let picked = try places.map { place throws(JSONPathProblem) in try apply(rest, to: elements[place]) }
            if case .indices(let indices) = step, indices.count == 1 { return picked[0] }
            return .array(picked)
        }
    }
}
