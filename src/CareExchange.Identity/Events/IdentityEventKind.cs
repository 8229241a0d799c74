namespace CareExchange.Identity.Events;

/// <summary>What happened in the identity room.</summary>
public enum IdentityEventKind
{
    /// <summary>A member of staff signed in.</summary>
    SignInSucceeded,

    /// <summary>A sign-in was refused; the reason says why, the answer to the person does not.</summary>
    SignInFailed,

    /// <summary>A member of staff signed out.</summary>
    SignedOut,

    /// <summary>Sessions were ended by someone else: an operator, a new password, a disabled account.</summary>
    SessionsRevoked,

    /// <summary>An access token was issued.</summary>
    TokenIssued,

    /// <summary>A token request was refused.</summary>
    TokenRefused,

    /// <summary>A presented access token was refused.</summary>
    BearerRefused,

    /// <summary>A member of staff let an app act for them, or did not; <c>By</c> names the app.</summary>
    AppAllowed,

    /// <summary>A token was inspected, or the wish to was refused.</summary>
    TokenInspected,

    /// <summary>A token, or all of an authorization given to an app, was revoked.</summary>
    TokenRevoked,

    /// <summary>A staff account or its grants changed.</summary>
    StaffChanged,

    /// <summary>A member of staff has a device to sign in with, or has none any more.</summary>
    SecondFactorChanged,

    /// <summary>A client registration changed.</summary>
    ClientChanged,

    /// <summary>A new token-signing key was published.</summary>
    SigningKeyAdded,
}
