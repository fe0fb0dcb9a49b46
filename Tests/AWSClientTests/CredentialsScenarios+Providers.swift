/// Homes with logins, processes, containers and instances, and files of all kinds.
extension BotocoreCredentialsTests {
    static let logins: [Scenario] = [
        Scenario(
            name: "single sign-on by a session", config: "[profile s]\nsso_session = main\n\(account)\(session)",
            profile: "s", logins: ["main": ("hush-good", 7200)]),
        Scenario(
            name: "single sign-on, renewed", config: "[profile s]\nsso_session = main\n\(account)\(session)",
            profile: "s", logins: ["main": ("hush-old", 300)]),
        Scenario(
            name: "single sign-on, renewed after its end",
            config: "[profile s]\nsso_session = main\n\(account)\(session)", profile: "s",
            logins: ["main": ("hush-old", -300)]),
        Scenario(
            name: "single sign-on by a start URL",
            config: "[profile s]\nsso_start_url = \(start)\nsso_region = eu-west-1\n\(account)", profile: "s",
            logins: [start: ("hush-good", 7200)]),
        Scenario(
            name: "single sign-on by a start URL, ended",
            config: "[profile s]\nsso_start_url = \(start)\nsso_region = eu-west-1\n\(account)", profile: "s",
            logins: [start: ("hush-good", -1)]),
        Scenario(
            name: "single sign-on without a login", config: "[profile s]\nsso_session = main\n\(account)\(session)",
            profile: "s"),
        Scenario(
            name: "single sign-on, withdrawn", config: "[profile s]\nsso_session = main\n\(account)\(session)",
            profile: "s", logins: ["main": ("hush-bad", 7200)]),
        Scenario(
            name: "single sign-on without its session", config: "[profile s]\nsso_session = main\n\(account)",
            profile: "s"),
        Scenario(
            name: "single sign-on with two regions",
            config: "[profile s]\nsso_session = main\nsso_region = us-west-2\n\(account)\(session)", profile: "s",
            logins: ["main": ("hush-good", 7200)]),
        Scenario(
            name: "a session without a role is for others' tokens",
            config: "[profile s]\nsso_session = main\n\(keys("S"))\(session)", profile: "s"),
        Scenario(
            name: "single sign-on before keys", config: "[profile s]\nsso_session = main\n\(account)\(session)",
            credentials: "[s]\n\(keys("S"))", profile: "s", logins: ["main": ("hush-good", 7200)]),
        Scenario(
            name: "a role over single sign-on",
            config:
                "[profile r]\n\(role("r"))source_profile = s\n[profile s]\nsso_session = main\n\(account)\(session)",
            profile: "r", logins: ["main": ("hush-good", 7200)]),
        Scenario(
            name: "two roles over single sign-on",
            config:
                "[profile r]\n\(role("r"))source_profile = q\n[profile q]\n\(role("q"))source_profile = s\n"
                + "[profile s]\nsso_session = main\n\(account)\(session)",
            profile: "r", logins: ["main": ("hush-old", 300)]),
        Scenario(
            name: "a role over single sign-on that has keys too",
            config:
                "[profile r]\n\(role("r"))source_profile = s\n[profile s]\nsso_session = main\n\(account)\(keys("S"))\(session)",
            profile: "r", logins: ["main": ("hush-good", 7200)]),
        Scenario(
            name: "a role over single sign-on without a login",
            config:
                "[profile r]\n\(role("r"))source_profile = s\n[profile s]\nsso_session = main\n\(account)\(session)",
            profile: "r"),
        Scenario(
            name: "single sign-on without an account",
            config: "[profile s]\nsso_session = main\nsso_role_name = reader\n\(session)", profile: "s",
            logins: ["main": ("hush-good", 7200)]),
        Scenario(
            name: "a session in the older form beside it",
            config:
                "[profile s]\nsso_session = main\nsso_start_url = \(start)\nsso_region = eu-west-1\n\(account)\(session)",
            profile: "s", logins: ["main": ("hush-good", 7200)]),
        Scenario(
            name: "single sign-on after keys of the environment",
            config: "[default]\nsso_session = main\n\(account)\(session)", environment: environmentKeys,
            logins: ["main": ("hush-good", 7200)]),
        Scenario(
            name: "single sign-on of a profile that a flag names, beside keys",
            config: "[profile s]\nsso_session = main\n\(account)\(session)", environment: environmentKeys,
            profile: "s", logins: ["main": ("hush-good", 7200)]),
    ]

    static let processes: [Scenario] = [
        Scenario(name: "a process", config: "[default]\n\(process)"),
        Scenario(
            name: "keys of the credentials file before a process", config: "[default]\n\(process)",
            credentials: "[default]\n\(keys("F"))"),
        Scenario(name: "a process before keys of the config file", config: "[default]\n\(process)\(keys("C"))"),
        Scenario(
            name: "a role over a process",
            config: "[profile r]\n\(role("r"))source_profile = p\n[profile p]\n\(process)", profile: "r"),
        Scenario(name: "a process that fails", config: "[default]\ncredential_process = /bin/false\n\(keys("C"))"),
        Scenario(name: "a process that is not there", config: "[default]\ncredential_process = /nonexistent\n"),
        Scenario(name: "a process without a closing quote", config: "[default]\ncredential_process = /bin/sh -c 'x\n"),
        Scenario(
            name: "a process with everything",
            config: printing(
                #""AccessKeyId":"A","SecretAccessKey":"hush","SessionToken":"hush-t","Expiration":"2099-01-01T00:00:00+00:00""#
            )),
        Scenario(
            name: "a process whose keys have ended",
            config: printing(#""AccessKeyId":"A","SecretAccessKey":"hush","Expiration":"2001-01-01T00:00:00Z""#)),
        Scenario(
            name: "a process whose keys have no end that can be read",
            config: printing(#""AccessKeyId":"A","SecretAccessKey":"hush","Expiration":"soon""#)),
        Scenario(
            name: "a process with an empty token",
            config: printing(#""AccessKeyId":"A","SecretAccessKey":"hush","SessionToken":"""#)),
        Scenario(
            name: "a process whose keys end at a date without marks",
            config: printing(#""AccessKeyId":"A","SecretAccessKey":"hush","Expiration":"20990101T000000Z""#)),
        Scenario(
            name: "a process whose keys end at a full minute of UTC",
            config: printing(#""AccessKeyId":"A","SecretAccessKey":"hush","Expiration":"2099-01-01T00:00 UTC""#)),
        Scenario(name: "a process with half a pair", config: printing(#""AccessKeyId":"A""#)),
        Scenario(
            name: "a process of another version",
            config: printing(#""AccessKeyId":"A","SecretAccessKey":"hush""#, version: 2)),
        Scenario(name: "a process that prints nothing", config: "[default]\ncredential_process = /bin/true\n"),
        Scenario(
            name: "a process in the credentials file",
            credentials: printing(#""AccessKeyId":"A","SecretAccessKey":"hush""#)),
        Scenario(
            name: "a role over a process in the credentials file",
            config: "[profile r]\n\(role("r"))source_profile = default\n",
            credentials: printing(#""AccessKeyId":"A","SecretAccessKey":"hush""#), profile: "r"),
    ]

    static let machines: [Scenario] = [
        Scenario(
            name: "the container with a token in two places",
            environment: [
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "URL/container",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN": "Basic hush",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "HOME/token",
            ]),
        Scenario(
            name: "a container's token with a line's end",
            environment: [
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "URL/container",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "HOME/token-line",
            ]),
        Scenario(
            name: "a container somewhere else",
            environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://192.0.2.1/container"]),
        Scenario(
            name: "a container whose keys have ended", environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "URL/ended"]),
        Scenario(
            name: "a profile named outright does not keep the container out", config: "[profile x]\noutput = json\n",
            environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "URL/container"], profile: "x"),
        Scenario(
            name: "the container with a token",
            environment: [
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "URL/container",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN": "Basic hush",
            ]),
        Scenario(
            name: "the container with a token's file before the instance",
            environment: metadata.merging([
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "URL/container",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "HOME/token",
            ]) { $1 }),
        Scenario(
            name: "a container that is busy at first",
            environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "URL/busy"]),
        Scenario(
            name: "a container whose answer is cut short",
            environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "URL/broken"]),
        Scenario(
            name: "a container whose keys have no end that can be read",
            environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "URL/endless"]),
        Scenario(
            name: "a container whose keys end at a date of HTTP",
            environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "URL/http-date"]),
        Scenario(
            name: "a container with an empty token",
            environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "URL/tokenless"]),
        Scenario(name: "the instance", environment: metadata),
        Scenario(
            name: "an instance whose keys have no end that can be read",
            environment: metadata.merging(["AWS_EC2_METADATA_SERVICE_ENDPOINT": "URL/endless"]) { $1 }),
        Scenario(
            name: "an instance that knows no sessions",
            environment: metadata.merging(["AWS_EC2_METADATA_SERVICE_ENDPOINT": "URL/v1"]) { $1 }),
        Scenario(
            name: "an instance that knows no sessions, where they are needed",
            environment: metadata.merging([
                "AWS_EC2_METADATA_SERVICE_ENDPOINT": "URL/v1", "AWS_EC2_METADATA_V1_DISABLED": "true",
            ]) { $1 }),
        Scenario(
            name: "an instance whose sessions are in trouble, where they are needed",
            environment: metadata.merging([
                "AWS_EC2_METADATA_SERVICE_ENDPOINT": "URL/token-503", "AWS_EC2_METADATA_V1_DISABLED": "true",
            ]) { $1 }),
        Scenario(name: "keys before the instance", credentials: "[default]\n\(keys("F"))", environment: metadata),
    ]

    static let refusedSessions: [Scenario] = [400, 401, 404, 429, 500, 501, 503].map { status in
        Scenario(
            name: "an instance that answers \(status) to whoever asks for a session",
            environment: metadata.merging(["AWS_EC2_METADATA_SERVICE_ENDPOINT": "URL/token-\(status)"]) { $1 })
    }

    static let files: [Scenario] = [
        Scenario(
            name: "a whole section indented",
            credentials: "[default]\n  \(keys("F").replacing("\naws", with: "\n  aws"))"),
        Scenario(name: "keys with a colon", credentials: "[default]\n\(keys("F").replacing(" = ", with: ": "))"),
        Scenario(
            name: "keys between spaces that do not break",
            credentials: "[default]\n"
                + keys("F").replacing(" = ", with: "\u{A0}=\u{3000}").replacing("\n", with: "\u{A0}\n")),
        Scenario(name: "a line's end of Unicode", credentials: "[default]\n\(keys("F\u{85}F"))"),
        Scenario(
            name: "a profile with brackets in its name", config: "[profile a[1]]\n\(keys("X"))", profile: "a[1]"),
        Scenario(name: "keys in capitals", credentials: "[default]\n\(keys("F").replacing("aws_", with: "AWS_"))"),
        Scenario(name: "keys with a comment's sign", credentials: "[default]\n\(keys("F#;F"))"),
        Scenario(name: "line ends of Windows", credentials: "[default]\n\(keys("F"))".replacing("\n", with: "\r\n")),
        Scenario(name: "a quoted profile", config: "[profile \"my dev\"]\n\(keys("Q"))", profile: "my dev"),
        Scenario(
            name: "a section that is not closed", credentials: "[default\n\(keys("F"))", environment: environmentKeys),
        Scenario(name: "a broken config file beside keys", config: "nonsense\n", environment: environmentKeys),
        Scenario(
            name: "a config file that is a directory",
            environment: environmentKeys.merging(["AWS_CONFIG_FILE": "HOME"]) { $1 }),
        Scenario(
            name: "a config file that is nowhere", credentials: "[default]\n\(keys("F"))",
            environment: ["AWS_CONFIG_FILE": "HOME/none"]),
        Scenario(
            name: "a file by a variable", config: "[profile x]\n\(keys("X"))",
            environment: ["AWS_CONFIG_FILE": "${HOME}/config", "AWS_SHARED_CREDENTIALS_FILE": "$NOT_SET/x"],
            profile: "x"),
        Scenario(name: "a byte order mark", credentials: "\u{FEFF}[default]\n\(keys("F"))"),
    ]
}
