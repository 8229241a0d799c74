namespace CareExchange.Exchange.Operations;

/// <summary>Where an operation may be asked (R4 operations.html#executing).</summary>
[Flags]
public enum OperationLevels
{
    /// <summary>Nowhere.</summary>
    None = 0,

    /// <summary><c>/$name</c>.</summary>
    System = 1,

    /// <summary><c>/Type/$name</c>.</summary>
    Type = 2,

    /// <summary><c>/Type/id/$name</c>.</summary>
    Instance = 4,

    /// <summary><c>/Type/id/_history/version/$name</c>.</summary>
    Version = 8,
}
