namespace CareExchange.Identity.Passwords;

/// <summary>Outcome of comparing a password with a stored hash.</summary>
public enum PasswordCheck
{
    /// <summary>Not the password, or not a hash this version can read.</summary>
    Failed,

    /// <summary>The password.</summary>
    Succeeded,

    /// <summary>The password, kept under weaker settings than today's: hash it again.</summary>
    SucceededWeakly,
}
