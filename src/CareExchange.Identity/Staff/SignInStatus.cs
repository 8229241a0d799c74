namespace CareExchange.Identity.Staff;

/// <summary>What the sign-in page tells the person.</summary>
public enum SignInStatus
{
    /// <summary>Signed in; the cookie is set.</summary>
    Succeeded,

    /// <summary>Unknown name, wrong password, disabled account or no valid grant: never told apart.</summary>
    Refused,

    /// <summary>Too many attempts at this name, whether or not anyone has it.</summary>
    LockedOut,
}
