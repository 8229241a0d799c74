namespace CareExchange.Exchange.Operations;

/// <summary>What an operation is asked of: the system, a type, a resource, or one version of it.</summary>
/// <param name="Code">The name behind the dollar sign.</param>
/// <param name="Type">The resource type; null for the system.</param>
/// <param name="Id">The resource; null for the type.</param>
/// <param name="Version">The version as the address names it; null for the current one.</param>
public sealed record OperationTarget(string Code, string? Type = null, string? Id = null, string? Version = null)
{
    /// <summary>The level it is asked at.</summary>
    public OperationLevels Level => this switch
    {
        { Type: null } => OperationLevels.System,
        { Id: null } => OperationLevels.Type,
        { Version: null } => OperationLevels.Instance,
        _ => OperationLevels.Version,
    };

    /// <summary>The address below the base, such as <c>Patient/$everything</c>; without the id, which may say who somebody is.</summary>
    public string Name => Type is null ? $"${Code}" : $"{Type}/${Code}";

    /// <summary>The address below the base, whole.</summary>
    public string Path => string.Join('/', ((string?[])[Type, Id, Version is null ? null : "_history", Version, $"${Code}"]).OfType<string>());

    /// <summary>Takes an address below the base apart.</summary>
    /// <param name="path">Such as <c>Patient/1/$everything</c>, without query.</param>
    /// <returns>Null where it names no operation.</returns>
    public static OperationTarget? Read(string path) => path.Trim('/').Split('/') switch
    {
        [['$', .. { Length: > 0 } code]] => new(code),
        [{ Length: > 0 } type, ['$', .. { Length: > 0 } code]] => new(code, type),
        [{ Length: > 0 } type, { Length: > 0 } id, ['$', .. { Length: > 0 } code]] => new(code, type, id),
        [{ Length: > 0 } type, { Length: > 0 } id, "_history", { Length: > 0 } version, ['$', .. { Length: > 0 } code]] => new(code, type, id, version),
        _ => null,
    };
}
