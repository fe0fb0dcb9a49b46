import AWSOperations

extension PreflightCheck {
    /// Whether objects that are sent as images are images, of the type that the plan says.
    static let images = PreflightCheck("images", "images", needs: [.input, .records]) { subject, lookups in
        let plan = subject.plan
        let media = plan.contentType.lowercased().split(separator: ";").first.map(String.init) ?? ""
        guard media.hasPrefix("image/") || media == "application/x-image",
            let input = try await readableInput(of: plan, lookups)
        else { return [] }
        let samples = try await lookups.samples(of: plan)
        guard !samples.isEmpty else { return [] }
        if plan.split == .line {
            return [
                PreflightFinding(
                    .failed, "an image has no lines: splitting by line cuts it into pieces",
                    fix: "set Split and Assemble to None", field: .split, edit: .images(plan.contentType))
            ]
        }
        let types = samples.map { (name: $0.name, type: ImageType($0.text.beginning)) }
        if let other = types.first(where: { $0.type == nil }) {
            return [
                PreflightFinding(
                    .failed, "\(other.name) isn't an image, but would be sent as \(media)",
                    fix: "keep only images under the prefix", field: .input)
            ]
        }
        let different = Set(types.compactMap(\.type))
        let first = types[0].type ?? .png
        guard media.hasPrefix("image/"), media != "image/*" else {
            return [PreflightFinding(.passed, passed(samples.count, of: input, as: media), field: .input)]
        }
        if different.count > 1 {
            let names = different.map(\.rawValue).sorted().joined(separator: " and ")
            return [
                PreflightFinding(
                    .failed, "the images are of different types, \(names), and all are sent as \(media)",
                    fix: "keep them under different prefixes, or send them as application/x-image", field: .contentType,
                    edit: .images("application/x-image"))
            ]
        }
        guard first.rawValue == media || first == .jpeg && media == "image/jpg" else {
            return [
                PreflightFinding(
                    .failed, "\(types[0].name) is \(first.rawValue), and would be sent as \(media)",
                    fix: "set the content type to \(first.rawValue)", field: .contentType, edit: .images(first.rawValue)
                )
            ]
        }
        return [PreflightFinding(.passed, passed(samples.count, of: input, as: media), field: .input)]
    }

    private static func passed(_ count: Int, of input: InputObjects, as media: String) -> String {
        let all = input.data.count
        let images = DisplayText.counted(count, "image")
        return count < all
            ? "\(images) of \(DisplayText.count(all)) checked: sent as \(media)" : "\(images): sent as \(media)"
    }
}
