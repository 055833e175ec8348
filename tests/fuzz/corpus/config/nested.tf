resource "a" "b" {
  env {
    list = [
      "x",
      "vvvvvvvvvvvvvvvvvvvv",
    ]
  }
}
