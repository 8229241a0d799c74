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

    /// <summary>The password is right; the code of the device is asked for now.</summary>
    CodeNeeded,

    /// <summary>The password is right; a device has to be set up before anything opens, or the person wishes to.</summary>
    SetupNeeded,

    /// <summary>The code is wrong, or was used before: never told apart.</summary>
    CodeRefused,

    /// <summary>Too long between the steps, or the account changed meanwhile: from the beginning.</summary>
    Expired,
}
