namespace CareExchange.Storage.Audit;

/// <summary>How one row's hash follows from the one before.</summary>
public static class AuditChain
{
    /// <summary>What stands before the first row.</summary>
    public const string Origin = "0000000000000000000000000000000000000000000000000000000000000000";

    /// <summary>The hash of a row at this place in the chain, 64 lower-case hex digits.</summary>
    public static string Hash(string previousHash, long sequence, AuditRow row) => throw new NotImplementedException(previousHash + sequence + row);
}
