import AWSOperations
import BatchInference
import Console

/// The columns of the profile picker.
enum ProfileColumns {
    static let all: [ListColumn<ProfileSummary>] = [
        ListColumn(
            "profile", width: .flexible(min: 16, weight: 2, max: 40), isAscending: { $0.name < $1.name },
            cell: { profile, canvas in StyledText(profile.name, canvas.theme[.textStrong]) }),
        ListColumn(
            "account", width: .fixed(15), isAscending: { ($0.account ?? "") < ($1.account ?? "") },
            alsoFoundBy: { $0.account ?? "" },
            cell: { profile, canvas in
                StyledText(
                    profile.account.map(DisplayText.account) ?? canvas.glyphs.none,
                    canvas.theme[profile.account == nil ? .textDim : .text])
            }),
        ListColumn(
            "region", width: .fixed(15), priority: 1, isAscending: { ($0.region ?? "") < ($1.region ?? "") },
            cell: { profile, canvas in StyledText(profile.region ?? canvas.glyphs.none, canvas.theme[.text]) }),
        ListColumn(
            "role", width: .flexible(min: 12, weight: 2), priority: 2, alsoFoundBy: { $0.roleArn ?? "" },
            cell: { profile, canvas in
                guard let role = profile.roleArn else { return StyledText("", canvas.theme[.text]) }
                let name = String(role.pathName)
                let source = profile.sourceProfile.map { " by \($0)" } ?? ""
                return StyledText("takes \(name)\(source)", canvas.theme[.textDim])
            }),
    ]
}
