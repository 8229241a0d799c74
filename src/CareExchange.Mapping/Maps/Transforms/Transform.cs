namespace CareExchange.Mapping.Maps.Transforms;

/// <summary>Makes the value of a target (R4 mapping-language.html#7.8.0.8, map-transform). Compiled once, shared by threads.</summary>
internal abstract class Transform
{
    /// <summary>The value; nothing where an argument is absent, or where an issue says why there is none.</summary>
    public abstract MapValue Run(MapRun run, int frame);

    /// <summary>The element a value comes from: its own, else that of the rule.</summary>
    protected static Fhir.Elements.Element OriginOf(MapRun run, MapValue value) => value.Origin.Exists ? value.Origin : run.Origin;
}
