namespace CareExchange.Validation.Rules;

/// <summary>Where the target of a reference is (R4 valueset-resource-aggregation-mode).</summary>
internal enum ReferencePlace
{
    /// <summary>In the resource itself.</summary>
    Contained,

    /// <summary>In the same Bundle or Parameters.</summary>
    Bundled,

    /// <summary>Somewhere else.</summary>
    Remote,
}
