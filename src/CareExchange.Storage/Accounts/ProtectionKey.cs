namespace CareExchange.Storage.Accounts;

/// <summary>One element of the cookie and anti-forgery key ring, as encrypted XML.</summary>
public sealed class ProtectionKey
{
    /// <summary>Name given by Data Protection.</summary>
    public required string Name { get; init; }

    /// <summary>The element; its secret part is encrypted by Identity.</summary>
    public required string Xml { get; init; }
}
