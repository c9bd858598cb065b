using System.Text;

namespace Jingu.Modbus.Profiles;

/// <summary>ASCII as devices keep it: one or two characters in each register, filled up with zeros.</summary>
internal static class RegisterText
{
    /// <summary>All characters but the zeros, whatever they are.</summary>
    public static string Of(ReadOnlySpan<ushort> registers)
    {
        var text = new StringBuilder(2 * registers.Length);
        foreach (var register in registers)
        {
            foreach (var character in (ReadOnlySpan<char>)[(char)(register >> 8), (char)(register & 0xFF)])
            {
                if (character != 0)
                    text.Append(character);
            }
        }
        return text.ToString();
    }
}
