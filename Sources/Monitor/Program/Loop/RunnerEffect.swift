import BatchInference

/// What is left of an effect once the state has taken its part: work for the loop.
enum RunnerEffect: Sendable {
    case run(EffectID, EffectLifetime, @Sendable (Services, Send<Message>) async -> Void)
    case after(EffectID, seconds: Double, Message)
    case cancel(EffectID)
    case cancelWork(of: ScreenID, closing: Bool)
    case copy(String)
    case notify(String)
    case chooseTheme(String)
    /// Everything that is asked from here on is asked as that profile.
    case use(ProfileAccess)
    case suspend
    case quit
}
