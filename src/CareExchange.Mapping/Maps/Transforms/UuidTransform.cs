namespace CareExchange.Mapping.Maps.Transforms;

/// <summary><c>uuid()</c>: derived from the message, the map, the rule and how often it ran, so that the same message gives the same ids.</summary>
internal sealed class UuidTransform(int site, byte[] seed) : Transform
{
    public override MapValue Run(MapRun run, int frame) => new(run.Uuid(site, seed), "string", run.Origin);
}
