using CareExchange.Fhir.Outcomes;

namespace CareExchange.Mapping.Sources.Hl7v2;

/// <summary>Segments in a row → groups, by the message's structure.</summary>
/// <remarks>
/// Z-segments and segments that the structure does not know stay in the group they follow. A known segment out of its order is taken where it
/// belongs, with a warning: senders differ in the order of optional segments, and its content is clear.
/// </remarks>
internal sealed class Hl7v2Grouping(List<Issue> issues)
{
    private readonly Stack<Open> _open = new();
    private List<SourceNode> _segments = [];
    private int _at;

    public void Fill(Hl7v2Structure structure, SourceNode root, List<SourceNode> segments)
    {
        _segments = segments;
        Group(structure, root);
    }

    private void Group(Hl7v2Structure group, SourceNode node)
    {
        var open = new Open(group.Items!);
        _open.Push(open);
        var last = _at;
        for (; _at < _segments.Count; last = _at)
        {
            var segment = _segments[_at];
            var id = segment.Name;
            if (id[0] == 'Z' || !IsKnown(id))
            {
                node.Add(segment);
                _at++;
                continue;
            }

            var next = open.Find(id, open.Position);
            if (next < 0)
            {
                next = IsWantedAbove(id) ? -1 : open.Find(id, 0);
                if (next < 0 && _open.Count > 1) break;
                issues.Add(Issue.Warning("structure", "hl7-sequence", "A segment stands out of the order of its message structure.", "세그먼트의 순서가 메시지 구조와 다릅니다.") with { Line = segment.Line, Column = 1, Expression = segment.Place });
                Take(next < 0 ? new(id, null, IsRequired: false, IsList: true) : open.Items[next], node, segment);
                if (next >= 0) open.Seen(next);
                continue;
            }

            Missing(open, next, node);
            open.Seen(next);
            open.Position = open.Items[next].IsList ? next : next + 1;
            Take(open.Items[next], node, segment);
        }

        Missing(open, open.Items.Count, node, Math.Min(last, _segments.Count - 1));
        _open.Pop();
    }

    private void Take(Hl7v2Structure item, SourceNode node, SourceNode segment)
    {
        if (item.Items is null)
        {
            segment.IsList = item.IsList;
            node.Add(segment);
            _at++;
            return;
        }

        Group(item, node.Add(new(item.Name, "", segment.Line, 1) { IsList = item.IsList }));
    }

    private bool IsKnown(string id)
    {
        foreach (var open in _open)
        {
            foreach (var item in open.Items)
            {
                if (item.All.Contains(id)) return true;
            }
        }

        return false;
    }

    /// <summary>True where a group around this one can go on with the segment.</summary>
    private bool IsWantedAbove(string id)
    {
        foreach (var open in _open.Skip(1))
        {
            if (open.Find(id, open.Position) >= 0) return true;
        }

        return false;
    }

    private void Missing(Open open, int until, SourceNode node, int? at = null)
    {
        for (; open.Checked < until; open.Checked++)
        {
            var item = open.Items[open.Checked];
            if (!item.IsRequired || open.WasSeen(open.Checked)) continue;
            var before = at is { } index ? _segments[index] : _segments[_at];
            issues.Add(Hl7v2Source.Problem("required", "hl7-segment-sequence", "A required segment is missing.", "필수 세그먼트가 없습니다.", item.Items is null ? item.Name : item.First.First(), before.Line) with
            {
                Expected = node.Name.Length > 0 ? $"{item.Name} in {node.Name}" : item.Name, Found = before.Name,
            });
        }
    }

    private sealed class Open(IReadOnlyList<Hl7v2Structure> items)
    {
        private readonly bool[] _seen = new bool[items.Count];

        public IReadOnlyList<Hl7v2Structure> Items => items;

        public int Position { get; set; }

        /// <summary>Up to here it was said what is missing.</summary>
        public int Checked { get; set; }

        public int Find(string id, int from)
        {
            for (var i = from; i < items.Count; i++)
            {
                if (items[i].First.Contains(id)) return i;
            }

            return -1;
        }

        public void Seen(int index) => _seen[index] = true;

        public bool WasSeen(int index) => _seen[index];
    }
}
