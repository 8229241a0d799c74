namespace CareExchange.Storage.Accounts;

/// <summary>The device that a member of staff signs in with beside the password: one per account.</summary>
public sealed class SecondFactor
{
    /// <summary>The account.</summary>
    public required string AccountId { get; init; }

    /// <summary>The shared secret, sealed for this account.</summary>
    public required byte[] Secret { get; set; }

    /// <summary>The latest time step whose code was accepted: that code and older ones are refused (RFC 6238 §5.2).</summary>
    public long LastStep { get; set; }

    /// <summary>Keyed hashes of the recovery codes still unused, apart by spaces.</summary>
    public required string RecoveryHashes { get; set; }

    /// <summary>When it was set up.</summary>
    public required DateTimeOffset ConfirmedAt { get; set; }
}
