using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Mapping.Sources;

/// <summary>Nodes → the JSON tree that maps read, with the way back to each node.</summary>
/// <remarks>Children of one name are one array, in their order; alone they are a value unless the node says it is a list.</remarks>
internal sealed class SourceTree : ISourcePositions
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true, MaxDepth = 1000 };

    private readonly List<(int Offset, SourceNode Node)> _nodes = [];

    private SourceTree()
    {
    }

    /// <summary>The message of a root node.</summary>
    /// <param name="root">The whole.</param>
    /// <param name="schema">Where properties would be looked up.</param>
    /// <param name="issues">Warnings found on the way.</param>
    public static Outcome<SourceMessage> Write(SourceNode root, Schema schema, IReadOnlyList<Issue> issues)
    {
        var tree = new SourceTree();
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, Options)) tree.Write(root, json);
        var outcome = FhirDocument.Parse(buffer.WrittenMemory, schema, SourceMessage.Untyped);
        return outcome.Value is { } document
            ? Outcome.Success(new SourceMessage(document, SourceMessage.Untyped, tree), issues)
            : Outcome.Failure<SourceMessage>(outcome.Issues);
    }

    public SourcePosition Find(int offset)
    {
        var (low, high) = (0, _nodes.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_nodes[middle].Offset <= offset) low = middle;
            else high = middle - 1;
        }

        var node = _nodes[low].Node;
        return new(node.Line, node.Column, node.Place);
    }

    private void Write(SourceNode node, Utf8JsonWriter json)
    {
        _nodes.Add(((int)json.BytesCommitted + json.BytesPending, node));
        if (node.Text is { } text)
        {
            json.WriteStringValue(text);
            return;
        }

        json.WriteStartObject();
        var children = node.Children;
        Dictionary<string, List<SourceNode>>? byName = null;
        if (children.Count > 8) byName = Group(children);
        for (var i = 0; i < children.Count; i++)
        {
            var child = children[i];
            if (byName is not null ? !ReferenceEquals(byName[child.Name][0], child) : IsLater(children, i)) continue;
            json.WritePropertyName(child.Name);
            var isArray = child.IsList || (byName is not null ? byName[child.Name].Count > 1 : HasLater(children, i));
            if (!isArray)
            {
                Write(child, json);
                continue;
            }

            json.WriteStartArray();
            if (byName is not null)
            {
                foreach (var same in CollectionsMarshal.AsSpan(byName[child.Name])) Write(same, json);
            }
            else
            {
                for (var j = i; j < children.Count; j++)
                {
                    if (children[j].Name == child.Name) Write(children[j], json);
                }
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static Dictionary<string, List<SourceNode>> Group(IReadOnlyList<SourceNode> children)
    {
        var groups = new Dictionary<string, List<SourceNode>>(StringComparer.Ordinal);
        foreach (var child in children)
        {
            ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, child.Name, out _);
            (group ??= []).Add(child);
        }

        return groups;
    }

    private static bool IsLater(IReadOnlyList<SourceNode> children, int index)
    {
        for (var i = 0; i < index; i++)
        {
            if (children[i].Name == children[index].Name) return true;
        }

        return false;
    }

    private static bool HasLater(IReadOnlyList<SourceNode> children, int index)
    {
        for (var i = index + 1; i < children.Count; i++)
        {
            if (children[i].Name == children[index].Name) return true;
        }

        return false;
    }
}
