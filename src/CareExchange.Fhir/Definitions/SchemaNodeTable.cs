namespace CareExchange.Fhir.Definitions;

/// <summary>The nodes of a schema by their tags; those of the schemas below it included.</summary>
/// <remarks>
/// The upper bits of a tag say which layer made the node, the lower ones its place there. So layers number their nodes without asking each
/// other, and a tag means the same node in every layer above.
/// </remarks>
internal sealed class SchemaNodeTable(SchemaNodeTable? below)
{
    /// <summary>The most layers that can lie over a schema.</summary>
    public const int DepthLimit = 127;

    private const int PlaceBits = 24;

    private readonly SchemaNodeTable? _below = below;
    // Place 0 is never given away: tag 0 is what no definition knows.
    private SchemaNode[] _nodes = new SchemaNode[below is null ? 1024 : 16];
    private int _count = 1;

    /// <summary>Held by those who look whether a node exists and make it if not.</summary>
    public Lock Gate { get; } = new();

    /// <summary>How many layers lie below.</summary>
    public int Depth { get; } = below is null ? 0 : below.Depth + 1;

    public SchemaNode? this[int tag]
    {
        get
        {
            var table = this;
            for (var depth = tag >> PlaceBits; table.Depth != depth;) table = table._below!;
            return Volatile.Read(ref table._nodes)[tag & ((1 << PlaceBits) - 1)];
        }
    }

    /// <summary>Makes a node with the next tag.</summary>
    public SchemaNode Add(Func<int, SchemaNode> make)
    {
        lock (Gate)
        {
            if (_count == _nodes.Length)
            {
                var larger = new SchemaNode[_nodes.Length * 2];
                _nodes.CopyTo(larger, 0);
                Volatile.Write(ref _nodes, larger);
            }

            var node = make((Depth << PlaceBits) | _count);
            _nodes[_count++] = node;
            return node;
        }
    }
}
