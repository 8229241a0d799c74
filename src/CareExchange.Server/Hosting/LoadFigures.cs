namespace CareExchange.Server.Hosting;

/// <summary>What a load has stored so far; all of it is committed.</summary>
/// <param name="Created">New resources.</param>
/// <param name="Updated">Resources that got a new version.</param>
/// <param name="Unchanged">Resources that stood already as they were sent.</param>
/// <param name="Refused">Resources, or lines that were none, which were not stored.</param>
/// <param name="File">The file in work, from 0.</param>
public sealed record LoadFigures(long Created, long Updated, long Unchanged, long Refused, int File)
{
    /// <summary>Everything looked at.</summary>
    public long Total => Created + Updated + Unchanged + Refused;
}
