namespace CareExchange.Storage.Database;

/// <summary>Somebody else wrote what a load was about to write. Nothing of the transaction is stored; a new one finds what is there.</summary>
public sealed class LoadConflictException : Exception
{
    /// <summary>A conflict without a word of its own.</summary>
    public LoadConflictException()
    {
    }

    /// <summary>A conflict.</summary>
    public LoadConflictException(string message)
        : base(message)
    {
    }

    /// <summary>A conflict that the database told of.</summary>
    public LoadConflictException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
