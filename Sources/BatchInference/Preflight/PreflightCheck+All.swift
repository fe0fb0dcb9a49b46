extension PreflightCheck {
    /// Every check, in the order in which they are shown.
    public static let all: [PreflightCheck] = [
        .identity, .names, .role, .passRole, .roleReach, .artifacts, .accounts, .input, .strays, .output, .compression,
        .images, .text,
        .columns, .filters, .instances, .payload, .quota, .options,
    ]
}
