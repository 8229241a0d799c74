namespace CareExchange.Server.Web.Persons;

/// <summary>The part of a Korean address by which people know where someone lives: 구 and 동.</summary>
internal static class ShortAddress
{
    /// <summary>"서대문구 남가좌동"; the whole address where its parts cannot be told, null for none.</summary>
    public static string? Of(string? address)
    {
        if (string.IsNullOrWhiteSpace(address)) return null;
        string? district = null, neighbourhood = null;
        foreach (var part in address.Split([' ', '(', ')', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Length < 2) continue;
            if (part[^1] is '구' or '군' || (part[^1] == '시' && !part.EndsWith("특별시", StringComparison.Ordinal) && !part.EndsWith("광역시", StringComparison.Ordinal))) district = part;
            else if (part[^1] is '동' or '읍' or '면' or '리') neighbourhood = part;
        }

        return (district, neighbourhood) switch
        {
            ({ } d, { } n) => $"{d} {n}",
            ({ } d, null) => d,
            (null, { } n) => n,
            _ => address,
        };
    }
}
