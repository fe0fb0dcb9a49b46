/// A job or transform that a command is about, by the name that was typed.
enum NamedResource: Hashable, Sendable {
    case job(String)
    case transform(String)
}
