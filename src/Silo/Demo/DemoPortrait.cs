using ImageMagick;
using ImageMagick.Drawing;

namespace ContactOffice.Silo.Demo;

/// <summary>Draws a plain portrait of somebody who does not exist; the same seed draws the same one.</summary>
internal static class DemoPortrait
{
    private const int Side = 240;
    private static readonly string[] Backdrops = ["#DCE8F2", "#F3E3D3", "#E2EEDC", "#EFE0EA", "#E6E3F4", "#F5EBC8", "#D5ECEA"];
    private static readonly string[] Skins = ["#F6D7C3", "#EBC0A0", "#D9A07A", "#B97A56", "#8D5A3B", "#6B4226"];
    private static readonly string[] Hairs = ["#2A211C", "#4A3222", "#7A4E2A", "#B5803F", "#D8B36A", "#9A9A9A", "#E3E1DC", "#8C3B23"];
    private static readonly string[] Shirts = ["#2F5D8A", "#7A3E48", "#3F6B4F", "#54457A", "#B5652A", "#37474F", "#A84A6B"];

    /// <summary>A square JPEG of some kilobytes.</summary>
    public static byte[] Draw(int seed)
    {
        var random = new Random(seed);
        string Pick(string[] colours) => colours[random.Next(colours.Length)];
        var (backdrop, skin, hair, shirt) = (Pick(Backdrops), Pick(Skins), Pick(Hairs), Pick(Shirts));
        var width = 46 + random.Next(10);
        using var image = new MagickImage(new MagickColor(backdrop), Side, Side);
        var drawing = new Drawables().StrokeWidth(0);
        if (random.Next(2) == 0) Ellipse(drawing, hair, 120, 132, width + 16, 84); // long hair, behind
        Ellipse(drawing, shirt, 120, 262, 96, 84);
        Ellipse(drawing, skin, 120, 176, 22, 34);
        Ellipse(drawing, hair, 120, 92, width + 7, 58);
        Ellipse(drawing, skin, 120, 116 - random.Next(5), width, 54);
        Ellipse(drawing, "#2B2B2B", 120 - 19, 112, 4, 5);
        Ellipse(drawing, "#2B2B2B", 120 + 19, 112, 4, 5);
        if (random.Next(3) == 0) Glasses(drawing);
        drawing.FillColor(MagickColors.Transparent).StrokeColor(new MagickColor("#7A3B33")).StrokeWidth(3)
            .Arc(102, 122, 138, 148, 25, 155);
        drawing.Draw(image);
        image.Quality = 82;
        return image.ToByteArray(MagickFormat.Jpeg);
    }

    private static void Ellipse(IDrawables<byte> drawing, string colour, double x, double y, double radiusX, double radiusY) =>
        drawing.StrokeColor(MagickColors.Transparent).FillColor(new MagickColor(colour)).Ellipse(x, y, radiusX, radiusY, 0, 360);

    private static void Glasses(IDrawables<byte> drawing) =>
        drawing.FillColor(MagickColors.Transparent).StrokeColor(new MagickColor("#333333")).StrokeWidth(2.5)
            .Circle(101, 112, 114, 112).Circle(139, 112, 152, 112).Line(114, 112, 126, 112);
}
