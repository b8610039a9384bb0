using System.Runtime.InteropServices;

namespace RnnGen.Reference;

/// <summary>
/// Two-dimensional arrays seen as spans, without a copy: .NET stores them row after row.
/// </summary>
public static class MatrixSpans
{
    /// <summary>All elements of a matrix, row after row; what is written to the span is written to the matrix.</summary>
    /// <typeparam name="T">Any type without references.</typeparam>
    /// <param name="matrix">The matrix; it may have no rows or no columns, and then the span is empty.</param>
    /// <exception cref="ArgumentNullException"><paramref name="matrix"/> is null.</exception>
    public static Span<T> RowMajor<T>(this T[,] matrix)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return matrix.Length == 0 ? [] : MemoryMarshal.CreateSpan(ref matrix[0, 0], matrix.Length);
    }

    /// <summary>One row of a matrix; what is written to the span is written to the matrix.</summary>
    /// <typeparam name="T">Any type without references.</typeparam>
    /// <param name="matrix">The matrix.</param>
    /// <param name="row">From 0 to the number of rows - 1.</param>
    /// <exception cref="ArgumentNullException"><paramref name="matrix"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="row"/> is outside the matrix.</exception>
    public static Span<T> Row<T>(this T[,] matrix, int row)
        where T : unmanaged
    {
        Span<T> elements = matrix.RowMajor();
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, matrix.GetLength(0));
        int columns = matrix.GetLength(1);
        return elements.Slice(row * columns, columns);
    }
}
