using System.Globalization;
using CareExchange.Fhir.Ucum;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>What <c>near</c> asks for (R4 location.html#positional): a point and the greatest distance from it.</summary>
/// <param name="South">The lowest latitude inside, in degrees.</param>
/// <param name="North">The highest latitude inside, in degrees.</param>
/// <param name="X">The point on the unit sphere, first coordinate.</param>
/// <param name="Y">Second coordinate.</param>
/// <param name="Z">Third coordinate.</param>
/// <param name="Chord">The square of the longest straight line through the unit sphere: distances compare without trigonometry.</param>
public sealed record SearchCircle(double South, double North, double X, double Y, double Z, double Chord)
{
    // R4 leaves the distance to the server where none is given.
    private const double DefaultKilometres = 50;
    private const double EarthRadius = 6371.0088;

    /// <summary>Reads <c>latitude|longitude|distance|units</c>; kilometres where no unit is given. Null where it cannot be understood.</summary>
    internal static SearchCircle? Parse(string text)
    {
        var parts = text.Split('|');
        if (parts.Length is < 2 or > 4 || !TryNumber(parts[0], 90, out var latitude) || !TryNumber(parts[1], 180, out var longitude)) return null;
        var distance = DefaultKilometres;
        if (parts.Length > 2 && parts[2].Length > 0 && !TryNumber(parts[2], 100_000_000, out distance)) return null;
        if (distance < 0 || Kilometres(distance, parts is [_, _, _, { Length: > 0 } unit] ? unit : "km") is not { } kilometres) return null;
        var angle = Math.Min(kilometres / EarthRadius, Math.PI);
        var degrees = angle * 180 / Math.PI;
        var (x, y, z) = PositionIndex.Point(latitude, longitude);

        // A hair more than exact, so that a place at the very point is inside a circle of 0.
        var half = Math.Sin(angle / 2);
        return new(latitude - degrees - 1e-9, latitude + degrees + 1e-9, x, y, z, (4 * half * half) + 1e-15);
    }

    private static double? Kilometres(double distance, string unit)
    {
        var code = unit switch
        {
            "mi" or "mile" or "miles" => "[mi_i]",
            "ft" => "[ft_i]",
            _ => unit,
        };
        return UcumUnit.Parse(code) is { IsConvertible: true } known && known.Dimensions == UcumUnit.Parse("m")!.Dimensions && known.ToCanonicalDouble((decimal)distance) is { } metres ? metres / 1000 : null;
    }

    private static bool TryNumber(string text, double limit, out double number) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number) && Math.Abs(number) <= limit;
}
