namespace CareExchange.Exchange.Requests;

/// <summary>How much of each kind of identifier a role is shown.</summary>
/// <param name="Phone">Telephone and fax numbers, and whatever else rings.</param>
/// <param name="Email">Mail addresses and other addresses on the net.</param>
/// <param name="Address">Postal addresses.</param>
/// <param name="UniqueNumber">Numbers by which the state tells persons apart, the resident number not among them: it is shown to nobody.</param>
/// <param name="AccountNumber">Numbers of accounts and cards.</param>
public sealed record IdentifierMasks(IdentifierShow Phone, IdentifierShow Email, IdentifierShow Address, IdentifierShow UniqueNumber, IdentifierShow AccountNumber)
{
    /// <summary>Everything as it stands.</summary>
    public static IdentifierMasks None { get; } = new(IdentifierShow.Whole, IdentifierShow.Whole, IdentifierShow.Whole, IdentifierShow.Whole, IdentifierShow.Whole);

    /// <summary>True where everything is shown as it stands.</summary>
    public bool IsNone => this is { Phone: IdentifierShow.Whole, Email: IdentifierShow.Whole, Address: IdentifierShow.Whole, UniqueNumber: IdentifierShow.Whole, AccountNumber: IdentifierShow.Whole };
}
