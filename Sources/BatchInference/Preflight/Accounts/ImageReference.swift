import AWSOperations

/// A container image in a registry: `ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY:TAG` or `@DIGEST`.
public struct ImageReference: Hashable, Sendable {
    /// Twelve digits.
    public var account: String
    public var region: String
    public var repository: String
    /// Nil where the image is named by its digest.
    public var tag: String?
    public var digest: String?

    /// Nil for an image that is in no ECR registry.
    public init?(_ image: String) {
        guard let slash = image.firstByteIndex(of: "/") else { return nil }
        let host = image[..<slash].byteParts(at: ".")
        guard host.count >= 6, host[1] == "dkr", host[2] == "ecr" || host[2] == "ecr-fips", host[0].count == 12,
            host[0].utf8.allSatisfy({ (48...57).contains($0) })
        else { return nil }
        account = String(host[0])
        region = String(host[3])
        let name = image[image.utf8.index(after: slash)...]
        let parts = name.byteParts(at: "@", maxSplits: 1)
        let path = parts[0].byteParts(at: ":", maxSplits: 1)
        repository = String(path[0])
        tag = path.count == 2 ? String(path[1]) : nil
        digest = parts.count == 2 ? String(parts[1]) : nil
        guard !repository.isEmpty else { return nil }
    }

    /// The repository with its tag, as people name the image.
    public var name: String { repository + (tag.map { ":\($0)" } ?? digest.map { "@\($0)" } ?? "") }

    /// Whether the registry is one of AWS's own, whose images every account may pull.
    public var isAmazons: Bool { Self.amazonAccounts.contains(account) }

    /// Accounts of SageMaker's built-in algorithms, of Autopilot and of the deep learning containers, in all regions
    /// (SageMaker Python SDK 2.257, image_uri_config; SageMaker Developer Guide, "Registry Paths").
    static let amazonAccounts: Set<String> = Set(
        """
        094389454867 104374241257 106583098589 108575199400 121021644041 124985052026 141502667606 190319476487
        204538143572 217643126080 226302683700 237065988967 246618743249 249704162688 257386234256 257758044811
        272398656194 281123927165 286214385809 306986355934 341280168497 348316444620 354813040037 364406365360
        366743142698 380420809688 387376663083 390948362332 414596584902 433757028032 442386744353 446045086412
        450853457545 451049120500 455444449433 457447274322 469771592824 475088953585 490574956308 492215442770
        501404015308 503227376785 510948584623 544295431143 626614931356 628508329040 632365934929 644912444149
        651117190479 659782779980 662702820516 669576153137 680994064768 683313688378 685385470294 692866216735
        720646828776 727897471807 737474898029 746614075791 749696950732 763104351884 764974769150 765400339828
        772153158452 780543022126 783357654285 801668240914 811284229777 813361260812 825641698319 833128469047
        855470959533 867004704886 871362719292 886529160074 898809789911 907027046896 914824155844 951798379941
        978288397137 991648021394
        """.split { $0 == " " || $0 == "\n" }.map(String.init))
}
