namespace CareExchange.Exchange.Operations;

/// <summary>What a caller must be allowed to do with a type.</summary>
public enum OperationNeed
{
    /// <summary>Nothing: what is answered comes from the request itself.</summary>
    Nothing,

    /// <summary>Read it.</summary>
    Read,

    /// <summary>Search it.</summary>
    Search,

    /// <summary>Create it.</summary>
    Create,

    /// <summary>Change it.</summary>
    Update,

    /// <summary>Delete it.</summary>
    Delete,
}
