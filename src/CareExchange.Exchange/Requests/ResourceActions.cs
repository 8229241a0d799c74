namespace CareExchange.Exchange.Requests;

/// <summary>What is done to a resource, as the letters of a SMART scope name it.</summary>
[Flags]
public enum ResourceActions
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>create.</summary>
    Create = 1,

    /// <summary>read, vread and history.</summary>
    Read = 2,

    /// <summary>update and patch.</summary>
    Update = 4,

    /// <summary>delete.</summary>
    Delete = 8,

    /// <summary>search.</summary>
    Search = 16,
}
