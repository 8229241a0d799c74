using System.Runtime.CompilerServices;
using System.Text;
using CareExchange.Fhir.Elements;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Narratives;

/// <summary>What <c>#id</c> can lead to: elements and resources with ids, and the ids and anchors of narratives.</summary>
/// <remarks>Each resource is read once for all its links, and only if it has some.</remarks>
internal sealed class NarrativeTargets
{
    // A frame lives as long as its resource is being judged, and so do the ids found in it.
    private static readonly ConditionalWeakTable<ResourceFrame, NarrativeTargets> Known = [];

    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    private NarrativeTargets(Element resource) => Collect(resource);

    /// <summary>Whether the present resource has a target; where it has not, whether a Bundle around has it.</summary>
    public static bool Exists(string id, ValidationRun run, bool isBundleIncluded)
    {
        if (run.Frame?.Root is not { } frame) return true;
        if (Has(frame, id)) return true;
        if (!isBundleIncluded) return false;
        for (var outer = frame.Outer; outer is not null; outer = outer.Outer)
            if (outer.Resource.TypeName == "Bundle" && Has(outer, id)) return true;
        return false;
    }

    private static bool Has(ResourceFrame frame, string id) => Known.GetValue(frame, static key => new(key.Resource))._ids.Contains(id);

    private void Collect(Element parent)
    {
        foreach (var child in parent.Children())
        {
            if (child.JsonName == "id" && child.Text is { } id) _ids.Add(id);
            else if (child.Node?.Type?.TypeName == "xhtml") CollectAnchors(child.Text ?? "");
            Collect(child);
        }
    }

    private void CollectAnchors(string xhtml)
    {
        var reader = new XhtmlReader(Encoding.UTF8.GetBytes(xhtml));
        while (reader.Read() is not (XhtmlToken.End or XhtmlToken.Broken) and var token)
        {
            if (token is not (XhtmlToken.Start or XhtmlToken.Single)) continue;
            var isAnchor = reader.Name.SequenceEqual("a"u8);
            while (reader.ReadAttribute())
                if (reader.AttributeName.SequenceEqual("id"u8) || (isAnchor && reader.AttributeName.SequenceEqual("name"u8))) _ids.Add(Encoding.UTF8.GetString(reader.Value));
        }
    }
}
