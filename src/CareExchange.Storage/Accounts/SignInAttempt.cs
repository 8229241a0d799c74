namespace CareExchange.Storage.Accounts;

/// <summary>Failed attempts at one sign-in name, known or not, so that a lock betrays nothing about who has an account.</summary>
public sealed class SignInAttempt
{
    /// <summary>Keyed hash of the name typed: people type passwords into name fields, and those must not be kept.</summary>
    public required string NameKey { get; init; }

    /// <summary>Attempts begun since the last success.</summary>
    public int Attempts { get; set; }

    /// <summary>No attempt is looked at before this instant.</summary>
    public DateTimeOffset LockedUntil { get; set; }

    /// <summary>The latest attempt; quiet rows are purged.</summary>
    public DateTimeOffset LastAt { get; set; }
}
