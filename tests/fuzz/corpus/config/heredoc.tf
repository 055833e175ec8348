resource "a" "b" {
  user_data = <<-EOF
    export TOKEN=vvvvvvvvvvvvvvvvvvvv
  EOF
}
