namespace CareExchange.Mapping.Sources;

/// <summary>The way back from an offset in the tree's JSON to the partner's own words.</summary>
internal interface ISourcePositions
{
    /// <summary>The value at an offset, or the nearest one before it.</summary>
    SourcePosition Find(int offset);
}
