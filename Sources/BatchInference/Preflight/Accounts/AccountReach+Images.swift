import AWSOperations

extension AccountReach {
    /// Whether the target can pull each image.
    func imageReach(_ report: ReachReport, _ reader: Reader) async throws -> Found {
        var images: [String] = []
        for container in plan.containers where !images.contains(container.image) { images.append(container.image) }
        var found = Found()
        for image in images {
            guard let reference = ImageReference(image) else {
                found.items.append(
                    .init(
                        .image, image,
                        .unknown("image \(image) isn't in an ECR registry", fix: "check that SageMaker can pull it")))
                continue
            }
            // Every account may pull from AWS's own registries.
            if reference.isAmazons {
                found.items.append(.init(.image, image, .passed))
                continue
            }
            let part = try await reach(of: reference, image, report, reader)
            found.items += part.items
            // Images of one repository need its policy once.
            found.gaps += part.gaps.filter { gap in !found.gaps.contains { $0.id == gap.id } }
            let arn =
                "arn:\(reader.partition):ecr:\(reference.region):\(reference.account):repository/\(reference.repository)"
            if !found.repositories.contains(arn) { found.repositories.append(arn) }
        }
        return found
    }

    private func reach(
        of image: ImageReference, _ name: String, _ report: ReachReport, _ reader: Reader
    ) async throws -> Found {
        let refusal: AWSFailure?
        do {
            guard try await target.hasImage(image) else {
                return Found(items: [
                    .init(
                        .image, name,
                        .failed(
                            "the image \(image.name) no longer exists",
                            fix: "choose another candidate, or push it again"))
                ])
            }
            refusal = nil
        } catch {
            let failure = AWSFailure(wrapping: error)
            if failure == .cancelled { throw failure }
            refusal = failure
        }
        // A repository of the target's own account needs no policy, and one of a third cannot be read.
        guard image.account == report.source.account else { return Self.probed(image, name, refusal) }
        let present = try await presentPolicy { try await source.repositoryPolicy(of: image) }
        let verdict = present.verdict(on: "ecr:BatchGetImage", resource: nil, for: reader.decisive)
        switch (verdict, refusal) {
        case (.denied?, _):
            return Found(items: [
                .init(
                    .image, name,
                    .failed(
                        "the policy of repository \(image.repository) denies \(reader.decisive) to pull from it",
                        fix: "remove the Deny statement"))
            ])
        case (.allowed?, nil), (.allowedUnderConditions?, nil):
            return Found(items: [.init(.image, name, .passed)])
        case (nil, nil):
            return Found(items: [
                .init(.image, name, .passed),
                .init(
                    .image, image.repository,
                    .unknown(
                        "whether the policy of repository \(image.repository) lets the role in: unknown, because "
                            + (present.doubt ?? ""), fix: "")),
            ])
        case (.allowed?, let refusal?), (.allowedUnderConditions?, let refusal?):
            return Found(items: [
                .init(
                    .image, name,
                    .unknown(
                        "image \(image.name): the repository lets the role pull it, but not you: \(refusal.problem)",
                        fix: "the role pulls it, not you: continue"))
            ])
        case (nil, let refusal?) where !refusal.isAccessDenied && !refusal.isNotFound:
            return Self.probed(image, name, refusal)
        case (.notAllowed?, _), (nil, _?): break
        }
        let account = DisplayText.account(reader.account)
        return Found(
            items: [
                .init(
                    .image, name,
                    .failed(
                        "account \(account) isn't allowed to pull the image \(image.name)",
                        fix: "add the missing policy of its repository"))
            ],
            gaps: [
                PolicyGap(
                    kind: .repositoryPolicy, resource: image.repository, account: image.account,
                    region: image.region, profile: report.source.profile,
                    purpose: "lets account \(account) pull the images", present: present.state,
                    document: present.document(adding: [
                        CrossAccountStatement.pull(repositories: [], by: reader.principals)
                    ]))
            ])
    }

    /// What the target's own try says, where no policy can be read.
    private static func probed(_ image: ImageReference, _ name: String, _ refusal: AWSFailure?) -> Found {
        guard let refusal else { return Found(items: [.init(.image, name, .passed)]) }
        let fix =
            refusal.isAccessDenied
            ? "request \(refusal.deniedAction ?? "ecr:BatchGetImage"), or continue" : refusal.remedy
        return Found(items: [
            .init(.image, name, .unknown("image \(image.name): unknown: \(refusal.problem)", fix: fix))
        ])
    }
}
